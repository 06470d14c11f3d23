/** Reads what tests and splats did over time. */
@NullMarked
package org.beeyard.history.test;

import org.jspecify.annotations.NullMarked;
