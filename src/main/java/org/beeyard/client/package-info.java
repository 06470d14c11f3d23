/** The commands of the launcher that talk to a farm: submit, status, demo. Plain Java. */
@NullMarked
package org.beeyard.client;

import org.jspecify.annotations.NullMarked;
