/** Reads series, alone and in lists. */
@NullMarked
package org.beeyard.history.series;

import org.jspecify.annotations.NullMarked;
