/** What is thrown away when it is old. */
@NullMarked
package org.beeyard.retention;

import org.jspecify.annotations.NullMarked;
