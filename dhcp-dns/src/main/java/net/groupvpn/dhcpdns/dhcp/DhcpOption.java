package net.groupvpn.dhcpdns.dhcp;

/** Codes of the options that the server reads or writes (RFC 2132, unless another RFC is named). */
final class DhcpOption {
  static final int PAD = 0;
  static final int SUBNET_MASK = 1;
  static final int ROUTER = 3;
  static final int NAME_SERVER = 6;
  static final int HOST_NAME = 12;
  static final int DOMAIN_NAME = 15;
  static final int MTU = 26;
  static final int BROADCAST_ADDRESS = 28;
  static final int REQUESTED_ADDRESS = 50;
  static final int LEASE_SECONDS = 51;

  /** Options go on in the fields {@code file} and {@code sname}. */
  static final int OVERLOAD = 52;

  static final int MESSAGE_TYPE = 53;
  static final int SERVER = 54;
  static final int WISHED_OPTIONS = 55;
  static final int MAX_MESSAGE_BYTES = 57;
  static final int RENEWAL_SECONDS = 58;
  static final int REBINDING_SECONDS = 59;
  static final int CLIENT = 61;

  /** RFC 3397. */
  static final int SEARCH = 119;

  /** RFC 3442. */
  static final int ROUTES = 121;

  static final int END = 255;

  private DhcpOption() {}
}
