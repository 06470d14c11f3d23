/** Reads how the farm is: pools, loops, and what waits for somebody. */
@NullMarked
package org.beeyard.history.farm;

import org.jspecify.annotations.NullMarked;
