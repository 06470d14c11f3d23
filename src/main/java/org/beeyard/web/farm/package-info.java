/** Pools and what the farm does by itself. */
@NullMarked
package org.beeyard.web.farm;

import org.jspecify.annotations.NullMarked;
