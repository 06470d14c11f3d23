/** Reads one job with its attempts. */
@NullMarked
package org.beeyard.history.job;

import org.jspecify.annotations.NullMarked;
