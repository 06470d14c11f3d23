/** Series that arrive by upload. */
@NullMarked
package org.beeyard.series.upload;

import org.jspecify.annotations.NullMarked;
