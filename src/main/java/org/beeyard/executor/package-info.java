/** Where attempts run. */
@NullMarked
package org.beeyard.executor;

import org.jspecify.annotations.NullMarked;
