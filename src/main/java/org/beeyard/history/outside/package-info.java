/** Reads what is heard from others, and what is said to them. */
@NullMarked
package org.beeyard.history.outside;

import org.jspecify.annotations.NullMarked;
