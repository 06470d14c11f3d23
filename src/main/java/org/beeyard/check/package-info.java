/** What the farm says of a series elsewhere: checks and their wording, and the outbox that brings them there. */
@NullMarked
package org.beeyard.check;

import org.jspecify.annotations.NullMarked;
