/** Work that only one of a farm's replicas does. */
@NullMarked
package org.beeyard.lease;

import org.jspecify.annotations.NullMarked;
