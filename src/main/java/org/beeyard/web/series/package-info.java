/** Series: lists, what was found, feeds, and what clients ask. */
@NullMarked
package org.beeyard.web.series;

import org.jspecify.annotations.NullMarked;
