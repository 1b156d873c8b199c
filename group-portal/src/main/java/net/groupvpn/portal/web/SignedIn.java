package net.groupvpn.portal.web;

/** The account that makes a request. The owner may administer every group. */
public record SignedIn(long id, String name, boolean owner) {}
