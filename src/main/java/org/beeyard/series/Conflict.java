package org.beeyard.series;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.List;

/** A file in which a patch of a series did not fit. */
@Entity
public class Conflict extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private long seriesId;
    private int position;
    private String path;
    private Integer[] hunks;
    private String text;

    @SuppressWarnings("NullAway.Init")
    protected Conflict() {}

    public Conflict(long series, int position, String path, List<Integer> hunks, String text) {
        this.seriesId = series;
        this.position = position;
        this.path = path;
        this.hunks = hunks.toArray(Integer[]::new);
        this.text = text;
    }
}
