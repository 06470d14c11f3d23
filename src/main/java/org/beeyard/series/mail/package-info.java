/** From mails as people send them to patches. */
@NullMarked
package org.beeyard.series.mail;

import org.jspecify.annotations.NullMarked;
