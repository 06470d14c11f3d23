/** Which jobs a series or a base deserves. Pure. */
@NullMarked
package org.beeyard.plan;

import org.jspecify.annotations.NullMarked;
