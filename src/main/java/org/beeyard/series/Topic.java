package org.beeyard.series;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** The versions of the same change. */
@Entity
public class Topic extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String key;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Topic() {}

    Topic(String key, Instant now) {
        this.key = key;
        this.createdAt = now;
    }

    public long id() {
        return id;
    }
}
