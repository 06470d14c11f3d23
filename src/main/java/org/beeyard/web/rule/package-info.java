/** Known failures and tests that are not run. */
@NullMarked
package org.beeyard.web.rule;

import org.jspecify.annotations.NullMarked;
