/** The program in the job: fetches, builds, boots, runs, watches, reports. Plain Java. */
@NullMarked
package org.beeyard.agent;

import org.jspecify.annotations.NullMarked;
