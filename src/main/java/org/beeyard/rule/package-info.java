/** What people have decided about tests: failures that are known, and tests that are not run. */
@NullMarked
package org.beeyard.rule;

import org.jspecify.annotations.NullMarked;
