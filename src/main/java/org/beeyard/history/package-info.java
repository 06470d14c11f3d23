/** The read side: SQL to records for pages, in a room for what each is of. */
@NullMarked
package org.beeyard.history;

import org.jspecify.annotations.NullMarked;
