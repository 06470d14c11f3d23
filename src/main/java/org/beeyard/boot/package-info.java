/** What starts the farm and keeps it alive: database, clock, health. */
@NullMarked
package org.beeyard.boot;

import org.jspecify.annotations.NullMarked;
