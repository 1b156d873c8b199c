package net.groupvpn.lab.natgrid;

/** The other members of a group in which two members meet. */
enum Company {
  /** A member without a NAT that is always up, so that there is a relay. */
  OPEN_MEMBER(""),
  /** Nobody. */
  NOBODY("+alone"),
  /** A third member behind a NAT like the second one's. */
  THIRD_ALIKE("+third"),
  /** A member without a NAT that leaves when the two have met; times count from then. */
  LEAVING_MEMBER("+leaves");

  private final String suffix;

  Company(String suffix) {
    this.suffix = suffix;
  }

  /** The suffix of a pair's name, in tables and for {@code --only}. */
  String suffix() {
    return suffix;
  }
}
