package org.beeyard.series;

import java.util.SortedSet;

/** The trees that a sender may ask for. They are known to a room that is built upon this one. */
public interface TreeNames {

    SortedSet<String> all();
}
