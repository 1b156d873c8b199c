package net.groupvpn.overlay.document;

import java.util.Arrays;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.RevocationList;

/** The newest revocation list, which the member's trust keeps. */
public record CrlShelf(GroupTrust trust) implements Shelf {
  @Override
  public Held newest() {
    RevocationList newest = trust.newest();
    return newest == null ? NOTHING : new Held(newest.number(), newest.encoded(), null);
  }

  @Override
  public Verdict offer(byte[] der) {
    try {
      if (trust.offer(der)) {
        return Verdict.NEWER;
      }
      RevocationList offered = RevocationList.parse(der, trust.ca());
      Held newest = newest();
      return offered.number() == newest.number() && !Arrays.equals(der, newest.encoded())
          ? Verdict.CONFLICT
          : Verdict.NOT_NEWER;
    } catch (IdentityException e) {
      return Verdict.FORGED;
    }
  }
}
