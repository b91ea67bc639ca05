//! How much of something one address may have. Before a client has shown its certificate its address is all there is to tell it by.

use core::net::IpAddr;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What each address has.
#[derive(Clone)]
pub(super) struct Shares {
    most: usize,
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Shares {
    pub(super) fn new(most: usize) -> Self {
        Self { most, held: Arc::default() }
    }

    /// One more for this address, until it is dropped; none when it has all that it may.
    pub(super) fn take(&self, address: IpAddr) -> Option<Share> {
        let holder = holder(address);
        let mut held = self.held();
        let count = held.entry(holder).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        drop(held);
        Some(Share { shares: self.clone(), holder })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of them.
pub(super) struct Share {
    shares: Shares,
    holder: IpAddr,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.held();
        if let Some(count) = held.get_mut(&self.holder) {
            *count -= 1;
            // Nobody is remembered who has nothing.
            if *count == 0 {
                held.remove(&self.holder);
            }
        }
    }
}

/// Who counts as one: whoever has one address of IPv6 has 64 bits of them.
fn holder(address: IpAddr) -> IpAddr {
    const INTERFACE: u128 = u64::MAX as u128;
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & !INTERFACE).into()),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::Shares;

    #[test]
    fn an_address_has_its_share_and_leaves_others_theirs() {
        let shares = Shares::new(2);
        let take = |address: &str| shares.take(address.parse().unwrap());
        for (one, same, other) in [
            ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"),
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"),
        ] {
            let held = [take(one).unwrap(), take(same).unwrap()];
            assert!(take(one).is_none() && take(same).is_none(), "{one}");
            assert!(take(other).is_some(), "{other}");
            drop(held);
            assert!(take(one).is_some());
        }
        assert!(shares.held().is_empty(), "nobody is remembered");
    }
}
