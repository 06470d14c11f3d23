package org.beeyard.mirror;

import java.util.Optional;
import org.beeyard.github.Said;
import org.beeyard.tree.CommitId;

/** How a change is on GitHub: where its branch is, and its pull request. */
record Seen(Optional<CommitId> branch, Optional<Said.Pull> pull) {}
