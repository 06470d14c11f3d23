/** What clients of others' servers have in common. */
@NullMarked
package org.beeyard.wire;

import org.jspecify.annotations.NullMarked;
