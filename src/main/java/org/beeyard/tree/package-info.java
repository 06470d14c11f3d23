/** Kernel trees, their bases, and what applying a series to one gives. */
@NullMarked
package org.beeyard.tree;

import org.jspecify.annotations.NullMarked;
