/**
 * The certificate authority of each group and the API that clients call: enrolment, renewal, sync
 * and revocation lists. Tokens and machines live here, too; pages do not.
 */
@NullMarked
package net.groupvpn.portal.certificate;

import org.jspecify.annotations.NullMarked;
