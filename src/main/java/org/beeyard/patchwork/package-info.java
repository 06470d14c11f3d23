/** Patchwork's REST API as a client needs it: what it says, as records, and what can go wrong, as kinds of fault. */
@NullMarked
package org.beeyard.patchwork;

import org.jspecify.annotations.NullMarked;
