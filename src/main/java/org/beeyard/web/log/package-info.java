/** Logs of attempts. */
@NullMarked
package org.beeyard.web.log;

import org.jspecify.annotations.NullMarked;
