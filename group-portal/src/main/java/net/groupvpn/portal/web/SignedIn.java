package net.groupvpn.portal.web;

/** The account a request is made for. The owner may administer every group. */
public record SignedIn(long id, String name, boolean owner) {}
