/** What the farm knows, in formats of others: JUnit, KTAP, KCIDB, mbox, and bundles to run a failed test again elsewhere. */
@NullMarked
package org.beeyard.export;

import org.jspecify.annotations.NullMarked;
