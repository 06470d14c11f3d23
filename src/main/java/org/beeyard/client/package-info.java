/** The commands of the launcher that talk to a farm or prepare one: submit, status, demo, import-kpd. Plain Java. */
@NullMarked
package org.beeyard.client;

import org.jspecify.annotations.NullMarked;
