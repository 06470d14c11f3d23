/** Kernel trees kept by JGit, patched in memory. */
@NullMarked
package org.beeyard.tree.jgit;

import org.jspecify.annotations.NullMarked;
