package net.groupvpn.overlay.identity;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/**
 * The size of a group, as its CA counted it for a revocation list, in the list's extension {@link
 * X509#CENSUS}: {@code SEQUENCE { members INTEGER, nodes INTEGER }}.
 *
 * <p>Rules that bound what one member can do need the size of the group: how many nodes of one
 * member may take part in a decision, and how near to a key an honest node has to be. All judges
 * must use the same numbers. A node's own view does not serve: it differs from its neighbour's, and
 * peers can inflate it by claims. So the numbers come with the signed list. They are rough: the CA
 * makes a new list at once when a number changes {@linkplain #differsMateriallyFrom materially},
 * and smaller changes wait for the next regular list.
 *
 * @param members members with at least one node that has a certificate in force
 * @param nodes nodes with a certificate in force; at least one of each member
 */
public record Census(int members, int nodes) {
  /** The unit of decisions in larger groups; {@link #nodesOfOneMember} divides it. */
  private static final int REPLICAS = 8;

  private static final int LEAST_OF_ONE_MEMBER = 2;

  public Census {
    if (members < 0 || nodes < members) {
      throw new IllegalArgumentException(
          "no group has " + members + " members with " + nodes + " nodes");
    }
  }

  /**
   * How many nodes of one member may be among the eight that decide about a key: {@code max(2,
   * ceil(8 / members))}; eight if the group has one member or none yet.
   */
  public int nodesOfOneMember() {
    int counted = Math.max(1, members);
    return Math.max(LEAST_OF_ONE_MEMBER, (REPLICAS + counted - 1) / counted);
  }

  /**
   * Whether {@code other} changes the decision of a rule that reads these numbers: one member or
   * several, the number of {@linkplain #nodesOfOneMember nodes of one member}, or the power of two
   * below the number of nodes. If so, the CA makes a new list.
   */
  public boolean differsMateriallyFrom(Census other) {
    return nodesOfOneMember() != other.nodesOfOneMember() || nodeClass() != other.nodeClass();
  }

  /** The base-2 logarithm of the number of nodes, rounded down. */
  private int nodeClass() {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, nodes));
  }

  DERSequence encode() {
    return X509.sequence(new ASN1Integer(members), new ASN1Integer(nodes));
  }

  static Census read(Der value) throws IdentityException {
    Der in = value.enter(Der.SEQUENCE);
    value.end();
    int members = in.smallInteger(Der.INTEGER);
    int nodes = in.smallInteger(Der.INTEGER);
    in.end();
    if (members < 0 || nodes < members) {
      throw new IdentityException(
          "the revocation list counts " + members + " members with " + nodes + " nodes");
    }
    return new Census(members, nodes);
  }
}
