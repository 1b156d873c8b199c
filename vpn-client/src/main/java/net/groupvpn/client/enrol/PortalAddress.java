package net.groupvpn.client.enrol;

import java.net.URI;

/**
 * Which portal, and how to know that it is the right one.
 *
 * @param base its https URL
 * @param fingerprint {@code sha256:} and 64 hexadecimal digits of its TLS certificate's DER
 */
public record PortalAddress(URI base, String fingerprint) {}
