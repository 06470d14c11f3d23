/** What needs somebody, and search. */
@NullMarked
package org.beeyard.web.home;

import org.jspecify.annotations.NullMarked;
