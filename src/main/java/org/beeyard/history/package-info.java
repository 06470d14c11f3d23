/** The read side: SQL to records for pages. */
@NullMarked
package org.beeyard.history;

import org.jspecify.annotations.NullMarked;
