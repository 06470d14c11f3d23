/** What clients of others' servers have in common, and how the farm presents itself to others. */
@NullMarked
package org.beeyard.wire;

import org.jspecify.annotations.NullMarked;
