/** Verdicts by mail, in reply to the series. */
@NullMarked
package org.beeyard.check.mail;

import org.jspecify.annotations.NullMarked;
