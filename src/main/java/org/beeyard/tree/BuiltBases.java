package org.beeyard.tree;

import java.time.Instant;
import java.util.Optional;

/** Which bases have been built; stages further down know. */
public interface BuiltBases {

    /** The newest base of a tree that was adopted since then and all of whose builds have passed. */
    Optional<Long> newest(String tree, Instant since);
}
