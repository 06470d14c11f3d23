/** Series from Patchwork projects: events first, a slow scan for what they did not tell. */
@NullMarked
package org.beeyard.series.patchwork;

import org.jspecify.annotations.NullMarked;
