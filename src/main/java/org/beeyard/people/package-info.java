/** Who calls, what they may do, and what they have done. */
@NullMarked
package org.beeyard.people;

import org.jspecify.annotations.NullMarked;
