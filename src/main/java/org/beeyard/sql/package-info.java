/** SQL that says more than objects do. */
@NullMarked
package org.beeyard.sql;

import org.jspecify.annotations.NullMarked;
