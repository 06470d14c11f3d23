package org.beeyard.tree;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** An upstream kernel tree and branch that the farm follows. Its rules are in the configuration, under its name. */
@Entity
public class Tree extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Tree() {}

    Tree(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
