package net.groupvpn.lab.natgrid;

/** Who else is in the group of two members that meet. */
enum Company {
  /** A member that is always there, in the open, so that there is a relay. */
  OPEN_MEMBER(""),
  /** Nobody. */
  NOBODY("+alone"),
  /** A third member behind a NAT like the second one's. */
  THIRD_ALIKE("+third"),
  /** A member in the open that leaves when the two have met; times count from then. */
  LEAVING_MEMBER("+leaves");

  private final String suffix;

  Company(String suffix) {
    this.suffix = suffix;
  }

  /** What follows a pair's name, in tables and for {@code --only}. */
  String suffix() {
    return suffix;
  }
}
