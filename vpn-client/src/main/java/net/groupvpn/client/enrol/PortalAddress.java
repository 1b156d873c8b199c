package net.groupvpn.client.enrol;

import java.net.URI;

/**
 * A portal's URL, and how to recognise the right portal.
 *
 * @param base its https URL
 * @param fingerprint {@code sha256:} and 64 hexadecimal digits of its TLS certificate's DER
 */
public record PortalAddress(URI base, String fingerprint) {}
